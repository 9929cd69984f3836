"""What things cost, as ratios within one run; never a test."""

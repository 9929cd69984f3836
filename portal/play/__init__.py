"""The sample programme: people, places and the life of one centre, played from data files."""

"""Measure everything: ``make bench``, or ``python -m bench.calls`` for one part."""

from bench import calls, pdf

pdf.main()
calls.main()

"""Measure everything: ``make bench``, or ``python -m bench.calls`` for one part."""

from bench import calls, pdf, seal

pdf.main()
calls.main()
seal.main()

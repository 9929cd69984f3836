"""Measure everything: ``make bench``, or ``python -m bench.calls`` for one part."""

from bench import calls, evaluation, pdf, seal, transactions

pdf.main()
calls.main()
seal.main()
evaluation.main()
transactions.main()

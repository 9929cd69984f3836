"""Measure everything: ``make bench``, or ``python -m bench.calls`` for one part."""

from bench import calls, evaluation, monitoring, pdf, seal, transactions

pdf.main()
calls.main()
seal.main()
evaluation.main()
transactions.main()
monitoring.main()

"""Measure everything: ``make bench``, or ``python -m bench.calls`` for one part."""

from bench import calls, contracts, evaluation, monitoring, pdf, seal, transactions

pdf.main()
contracts.main()
calls.main()
seal.main()
evaluation.main()
transactions.main()
monitoring.main()

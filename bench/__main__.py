"""Measure everything: ``make bench``, or ``python -m bench.calls`` for one part."""

from bench import calls, contracts, evaluation, monitoring, pdf, reports, seal, transactions

pdf.main()
contracts.main()
reports.main()
calls.main()
seal.main()
evaluation.main()
transactions.main()
monitoring.main()

"""Measure everything: ``make bench``, or ``python -m bench.calls`` for one part."""

from bench import calls, contracts, evaluation, pdf, seal, transactions

pdf.main()
contracts.main()
calls.main()
seal.main()
evaluation.main()
transactions.main()

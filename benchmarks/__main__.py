"""``python -m benchmarks``: measure everything and write the page of the manual."""

from benchmarks.run import main

main()

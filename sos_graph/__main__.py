"""`python -m sos_graph` is `sos-graph`."""

from sos_graph.cli import main

if __name__ == "__main__":
    main()

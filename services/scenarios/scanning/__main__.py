"""The copier's own process: ``python -m services.scenarios.scanning``, started by the office."""

from services.scenarios.scanning.copier import serve

if __name__ == "__main__":
    serve()

"""The worker's own process: ``python -m services.documents.inspection``, started by the pool."""

from services.documents.inspection.worker import serve

if __name__ == "__main__":
    serve()

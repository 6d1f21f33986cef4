"""What a route asks FastAPI for is computed where the route runs."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant

from services.documents.app import create_app as create_documents
from services.documents.settings import DocumentsSettings
from services.intake.app import create_app as create_intake
from services.intake.settings import IntakeSettings
from services.scoring.app import create_app as create_scoring
from services.scoring.settings import ScoringSettings
from shared.operations import iter_routes


def make(name: str, folder: Path) -> FastAPI:
    url = f"sqlite:///{folder / 'none.db'}"
    makers = {
        "documents": lambda: create_documents(DocumentsSettings(database_url=url)),
        "intake": lambda: create_intake(IntakeSettings(database_url=url)),
        "scoring": lambda: create_scoring(ScoringSettings(database_url=url)),
    }
    return makers[name]()


def below(dependant: Dependant) -> Iterator[Dependant]:
    for each in dependant.dependencies:
        yield each
        yield from below(each)


@pytest.mark.parametrize("service", ["documents", "intake", "scoring"])
def test_no_dependency_is_sent_to_a_thread(service: str, tmp_path: Path) -> None:
    """FastAPI runs each plain function in a thread, and four of them a request add up."""
    sent = {
        each.call
        for route in iter_routes(make(service, tmp_path))
        for each in below(route.dependant)
        # A class is only constructed; a review is rare enough to wait for a thread.
        if not inspect.iscoroutinefunction(each.call) and not inspect.isclass(each.call)
    }

    assert sent == set()

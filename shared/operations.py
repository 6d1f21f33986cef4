"""The operations of an application, wherever their routers were included."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute


def iter_routes(app: FastAPI) -> list[APIRoute]:
    """List the application's own operations."""
    return [route for route in _flatten(app.routes) if isinstance(route, APIRoute)]


def methods_at(app: FastAPI, path: str) -> list[str]:
    """List the methods that some operation takes at a path (RFC 9110 §10.2.1 wants all of them)."""
    methods: set[str] = set()
    for route in iter_routes(app):
        if route.path_regex.match(path):
            methods |= route.methods or set()
    return sorted(methods)


def _flatten(routes: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for route in routes:
        inner = getattr(getattr(route, "original_router", None), "routes", None)
        flat.extend(_flatten(inner) if inner is not None else [route])
    return flat

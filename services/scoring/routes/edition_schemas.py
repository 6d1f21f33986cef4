"""The form of each file of a bundle, as JSON Schema."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.scoring.domain.edition_errors import SchemaNotFound
from services.scoring.routes.bodies.editions import SchemaList, SchemaReference
from services.scoring.routes.responses import READS
from services.scoring.store.edition_schemas import NAMES, edition_schema_text
from shared.contracts.verdicts import Name
from shared.openapi import problems
from shared.transactions import TransactionalRoute

router = APIRouter(prefix="/v1", tags=["editions"], route_class=TransactionalRoute)

SCHEMA_JSON = "application/schema+json"


@router.get(
    "/edition-schemas",
    summary="列出版次文件格式 · List the schemas",
    responses=problems(*READS),
)
async def list_edition_schemas() -> SchemaList:
    """列出版次各文件的 JSON Schema（2020-12）。 · Lists the JSON Schema (2020-12) of each file of an edition."""
    return SchemaList(
        items=[
            SchemaReference(
                name=name,
                file="conditions-<round>.yaml" if name == "conditions" else f"{name}.yaml",
                href=f"/v1/edition-schemas/{name}",
            )
            for name in NAMES
        ]
    )


@router.get(
    "/edition-schemas/{name}",
    response_class=Response,
    summary="查看版次文件格式 · Read a schema",
    responses={
        200: {
            "content": {SCHEMA_JSON: {"schema": {"type": "object"}}},
            "description": "JSON Schema",
        },
        **problems(*READS, SchemaNotFound),
    },
)
async def read_edition_schema(
    name: Annotated[Name, Path(description="文件种类 · file", examples=["criteria"])],
) -> Response:
    """给出一个文件的 JSON Schema。数值一律写成文本；文件之间的引用由导入时检查。

    Gives the JSON Schema of one file. Numbers are written as text; what one file names and another must have is
    checked when a bundle is imported.
    """
    if name not in NAMES:
        raise SchemaNotFound
    return Response(edition_schema_text(name), media_type=SCHEMA_JSON)

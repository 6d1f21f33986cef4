"""The codes on printed pages, looked up."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path

from services.documents.domain import errors
from services.documents.routes.responses import TOKEN_ERRORS
from services.documents.usecases.read_page_code import read_page_code as read
from shared.contracts.printing import PageCode
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["printed-forms"], route_class=TransactionalRoute)

TypedCode = Annotated[
    str,
    Path(
        min_length=1,
        max_length=60,
        description="页上二维码所载或人工录入的编码，连字符、空格、大小写不限 · as scanned or typed from the page; "
        "hyphens, blanks and case do not matter",
        examples=["7K3M-9QXZ-04AB-CDEF-GHXX"],
    ),
]


@router.get(
    "/page-codes/{code}",
    summary="查询页码编码 · Look up a page's code",
    description=(
        "打印页上的编码所指：哪份申报的哪个定稿（或哪次报送）、第几页、共几页，以及内容的摘要。编码本身不含内容。"
        "校验位不符为 422，从未打印过为 404。\n\n"
        "What a printed page's code stands for: which revision of which application (or which hand-in), which page of how "
        "many, and the digest of the content. The code itself carries nothing. 422 when its check is wrong, 404 when no "
        "page was printed with it."
    ),
    responses=problems(*TOKEN_ERRORS, errors.PageCodeWrong, errors.PageCodeUnknown),
)
async def read_page_code(code: TypedCode, tx: Tx) -> PageCode:
    return PageCode.model_validate(asdict(await read(tx, code)))

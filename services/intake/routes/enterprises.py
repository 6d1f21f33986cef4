"""Enterprises (申报主体) and their factories."""

from fastapi import APIRouter, Response

from services.intake.domain import binding_errors, errors
from services.intake.routes.bodies.enterprises import (
    EnterpriseView,
    FactoryList,
    FactoryView,
    NewEnterprise,
    NewFactory,
)
from services.intake.routes.dependencies import Context, CurrentCaller, Id
from services.intake.routes.responses import CREATES, READS
from services.intake.store.enterprises import enterprise_for
from services.intake.usecases.register_enterprise import (
    EnterpriseDetails,
    FactoryDetails,
)
from services.intake.usecases.register_enterprise import (
    list_factories as factories_of_enterprise,
)
from services.intake.usecases.register_enterprise import (
    register_enterprise as register,
)
from services.intake.usecases.register_enterprise import (
    register_factory as register_one_factory,
)
from shared.openapi import problems
from shared.transactions import TransactionalRoute, Tx

router = APIRouter(prefix="/v1", tags=["enterprises"], route_class=TransactionalRoute)


@router.post(
    "/enterprises",
    status_code=201,
    summary="登记申报主体 · Register an enterprise",
    responses=problems(
        *CREATES,
        errors.CreditCodeInvalid,
        errors.BranchGroundMissing,
        errors.RegionCodeInvalid,
        errors.UnitNotFound,
        errors.EnterpriseNotYours,
        errors.EnterpriseExists,
        binding_errors.EnterpriseOfOtherUnit,
    ),
)
async def register_enterprise(
    context: Context, tx: Tx, caller: CurrentCaller, body: NewEnterprise, response: Response
) -> EnterpriseView:
    """登记令牌所绑定的企业；仅填写他人的信用代码不会取得任何权限。在本市以外注册的企业填写 registered_region，“在本地注册”的核验以它为准。

    Registers the enterprise that the caller's token names; typing another's credit code gives no right over it. Who is
    registered outside this city fills in `registered_region`, which decides whether it counts as registered locally.
    """
    enterprise = await register(
        context, await tx.connection(), caller, EnterpriseDetails(**body.model_dump())
    )
    response.headers["Location"] = f"/v1/enterprises/{enterprise.enterprise_id}"
    return EnterpriseView.of(enterprise)


@router.get(
    "/enterprises/{enterprise_id}",
    summary="读取申报主体 · Read an enterprise",
    responses=problems(*READS, errors.EnterpriseNotFound),
)
async def read_enterprise(tx: Tx, caller: CurrentCaller, enterprise_id: Id) -> EnterpriseView:
    """读取一家企业的登记信息。 · What is registered about one enterprise."""
    return EnterpriseView.of(
        await enterprise_for(await tx.connection(), enterprise_id, caller.access)
    )


@router.post(
    "/enterprises/{enterprise_id}/factories",
    status_code=201,
    summary="登记工厂 · Register a factory",
    responses=problems(*CREATES, errors.EnterpriseNotFound, errors.UnitNotFound),
)
async def register_factory(
    context: Context,
    tx: Tx,
    caller: CurrentCaller,
    enterprise_id: Id,
    body: NewFactory,
    response: Response,
) -> FactoryView:
    """为本企业登记一个工厂；工厂所在的推荐单位负责审核推荐。

    Adds a factory to the caller's enterprise; the factory's unit will review and recommend it.
    """
    factory = await register_one_factory(
        context, await tx.connection(), caller, enterprise_id, FactoryDetails(**body.model_dump())
    )
    response.headers["Location"] = f"/v1/enterprises/{enterprise_id}/factories"
    return FactoryView.of(factory)


@router.get(
    "/enterprises/{enterprise_id}/factories",
    summary="列出工厂 · List an enterprise's factories",
    responses=problems(*READS, errors.EnterpriseNotFound),
)
async def list_factories(tx: Tx, caller: CurrentCaller, enterprise_id: Id) -> FactoryList:
    """列出一家企业登记的全部工厂。 · All factories of one enterprise."""
    found = await factories_of_enterprise(await tx.connection(), caller, enterprise_id)
    return FactoryList(items=[FactoryView.of(factory) for factory in found])

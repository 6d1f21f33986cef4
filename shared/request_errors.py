"""The errors that any endpoint of any service may answer with."""

from shared.errors import (
    BodyTooLarge,
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Unauthenticated,
    Unavailable,
    UnsupportedMediaType,
)
from shared.text import Text

_TRY_AGAIN = Text(
    zh="稍后重试；写操作请沿用同一 Idempotency-Key",
    en="Try again shortly, with the same Idempotency-Key if it was a write",
)


class InvalidRequest(Invalid):
    code = "invalid-request"
    title = Text(zh="请求内容不符合要求", en="The request does not have the expected form")
    remedy = Text(zh="按 errors 中逐条指出的位置修改", en="Mend each place that is named in errors")


class MalformedJson(Malformed):
    code = "malformed-json"
    title = Text(zh="请求体不是有效的 JSON", en="The body is not valid JSON")
    remedy = Text(
        zh="发送 UTF-8 编码的 JSON；不接受 NaN、Infinity、重复键和过深的嵌套",
        en="Send UTF-8 JSON without NaN, Infinity, repeated keys or very deep nesting",
    )


class RequestBodyTooLarge(BodyTooLarge):
    code = "body-too-large"
    title = Text(zh="请求体过大", en="The body is larger than this endpoint takes")
    remedy = Text(
        zh="文件请上传到文档服务；表单请拆分多次保存",
        en="Files go to the documents service; save a long form in parts",
    )


class NotJson(UnsupportedMediaType):
    code = "media-type-not-json"
    title = Text(zh="请求体必须是 JSON", en="The body must be JSON")
    remedy = Text(
        zh="设置 Content-Type: application/json（局部更新为 application/merge-patch+json）",
        en="Set Content-Type: application/json (application/merge-patch+json for a patch)",
    )


class NoSuchPath(NotFound):
    code = "path-not-found"
    title = Text(zh="没有这个地址", en="There is no such address")
    remedy = Text(zh="对照 API 文档检查路径", en="Compare the path with the API documentation")


class MethodNotAllowed(Invalid):
    code = "method-not-allowed"
    title = Text(zh="该地址不支持此方法", en="This address does not take that method")
    remedy = Text(zh="使用 Allow 响应头列出的方法", en="Use a method that the Allow header lists")


class TokenMissing(Unauthenticated):
    code = "token-missing"
    title = Text(zh="需要登录", en="This call needs a bearer token")
    remedy = Text(
        zh="在 Authorization 请求头中携带 Bearer 令牌",
        en="Send a token of the identity provider as Authorization: Bearer …",
    )


class TokenRefused(Unauthenticated):
    code = "token-refused"
    title = Text(zh="令牌无效或已过期", en="The bearer token is not valid, or no longer")
    remedy = Text(zh="重新登录取得新令牌", en="Sign in again for a new token")


class RoleForbidden(Forbidden):
    code = "role-forbidden"
    title = Text(zh="您的角色无权进行此操作", en="Your role may not do this")
    remedy = Text(
        zh="接口说明列出了可以调用的角色", en="The operation's description lists the roles that may"
    )


class IdempotencyKeyMissing(Malformed):
    code = "idempotency-key-missing"
    title = Text(
        zh="此操作需要 Idempotency-Key 请求头", en="This operation needs an Idempotency-Key header"
    )
    remedy = Text(
        zh="为每个操作生成一个新的 UUID，重试时沿用同一个",
        en="Make a new UUID for each action and send the same one when you repeat it",
    )


class IdempotencyKeyMalformed(Malformed):
    code = "idempotency-key-malformed"
    title = Text(
        zh="Idempotency-Key 格式不正确", en="The Idempotency-Key header does not have its form"
    )
    remedy = Text(
        zh="使用 1 至 128 个可见 ASCII 字符，例如 UUID",
        en="Use 1 to 128 visible ASCII characters, for example a UUID",
    )


class IdempotencyKeyReused(Invalid):
    code = "idempotency-key-reused"
    title = Text(
        zh="该 Idempotency-Key 已用于另一请求",
        en="This Idempotency-Key was used for a different request",
    )
    remedy = Text(zh="新的操作请使用新的键", en="Use a new key for a new action")


class RequestInFlight(Conflict):
    code = "request-in-flight"
    title = Text(
        zh="同一操作正在处理中", en="The same request, with the same key, is being worked on"
    )
    remedy = Text(
        zh="稍等片刻，以同一键重试即可得到结果",
        en="Wait a moment and repeat it with the same key: you will get its answer",
    )


class DatabaseUnavailable(Unavailable):
    code = "database-unavailable"
    title = Text(zh="数据库暂时不可用", en="The database does not answer")
    remedy = _TRY_AGAIN


class IdentityProviderUnavailable(Unavailable):
    code = "identity-provider-unavailable"
    title = Text(
        zh="暂时无法核验登录状态",
        en="The identity provider does not answer, so tokens cannot be checked",
    )
    remedy = _TRY_AGAIN


class ServiceUnavailable(Unavailable):
    code = "service-unavailable"
    title = Text(
        zh="所依赖的服务暂时不可用", en="A service that this answer depends on does not answer"
    )
    remedy = _TRY_AGAIN


class InternalFault(Unavailable):
    """Only shared.problem raises it: the face of a fault of ours that nobody foresaw."""

    code = "internal-error"
    title = Text(zh="系统内部错误，已记录", en="Something went wrong on our side; it is on record")
    remedy = Text(
        zh="稍后重试；若仍失败，请向运维人员提供 request_id",
        en="Try again; if it stays, give the operator the request_id",
    )

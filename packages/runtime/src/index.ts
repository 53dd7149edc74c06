export { type App, type Application, createApp, type Listening, type ListenOptions } from './app.ts'
export { type ApiKey, type ApiKeyOptions, apiKeys } from './auth/api-keys.ts'
export type { Authenticator } from './auth/authenticator.ts'
export type { Claims } from './auth/claims.ts'
export { type HostRequest, hostAuth } from './auth/host-auth.ts'
export type { IntrospectionOptions } from './auth/introspection.ts'
export { type JwtOptions, jwt } from './auth/jwt.ts'
export type { ClaimsOptions } from './auth/principal.ts'
export { type ResourceServerOptions, resourceServer } from './auth/resource-server.ts'
export { type Config, defineConfig, type LegacyOptions, type Limits, type ScopeOptions } from './config.ts'
export type { Around, AroundRequest } from './features/around.ts'
export type {
  Askable,
  AskOptions,
  Asks,
  Choice,
  Consent,
  Elicited,
  ElicitOptions,
  FormValue,
  Sampled,
  SampleOptions,
} from './features/asks/asks.ts'
export type { Cached, CacheText } from './features/cache.ts'
export type { ListName } from './features/changes.ts'
export type { AbortReason, ClientInfo, Context, Log, McpRequest, Principal } from './features/context.ts'
export type { ListedResource } from './features/enumerate.ts'
export { NotFound, RpcError, UserError } from './features/errors.ts'
export type { PrincipalInit } from './features/principal.ts'
export {
  assistantMessage,
  audio,
  type BlockOptions,
  type Contents,
  type ContentsItem,
  contents,
  type EmbeddedContents,
  embeddedResource,
  image,
  resourceLink,
  result,
  type ToolResult,
  type ToolResultInit,
  text,
  userMessage,
} from './features/results.ts'
export type {
  FormField,
  FormSchema,
  Root,
  SamplingContent,
  SamplingMessage,
  SamplingTool,
  ToolResultContent,
  ToolUseContent,
} from './protocol/ask.ts'
export type {
  AudioContent,
  BlobResourceContents,
  ContentAnnotations,
  ContentBlock,
  EmbeddedResource,
  ImageContent,
  PromptMessage,
  ResourceContents,
  ResourceLink,
  TextContent,
  TextResourceContents,
} from './protocol/content.ts'
export type { JsonObject, JsonPrimitive, JsonValue } from './protocol/json.ts'
export type { DateTime, Duration, Email, Int, IsoDate, Uri, Uuid } from './types.ts'

export { type App, type Application, createApp, type Listening, type ListenOptions } from './app.ts'
export { type Config, defineConfig, type Limits } from './config.ts'
export type { AbortReason, ClientInfo, Context, Log, McpRequest, Principal } from './features/context.ts'
export { NotFound, RpcError, UserError } from './features/errors.ts'

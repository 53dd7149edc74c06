/** `@mcpgen/runtime/testing`: for tests alone; no server loads it. */
export type { Answers } from './testing/answers.ts'
export { createTestClient, type PromptResult, type TestClient, type TestClientOptions } from './testing/client.ts'
export type { RawRequest, RawResponse } from './testing/connection.ts'
export { type TestContext, type TestContextOptions, testContext } from './testing/context.ts'
export { ProtocolError, ToolError } from './testing/errors.ts'
export type { TestTask } from './testing/tasks.ts'
export type { CallOptions, CallToolResult, LogMessage, Progress, Received, ToolsOf } from './testing/types.ts'

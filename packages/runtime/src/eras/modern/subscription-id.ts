/** The key of `_meta` that names a subscription: by the id of the request that opened it, of the same JSON type. */
export const SUBSCRIPTION_ID = 'io.modelcontextprotocol/subscriptionId'

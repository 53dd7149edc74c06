/** What generated validators import: the helpers that ajv's output needs, and those of the decoders and writers. */
export {}

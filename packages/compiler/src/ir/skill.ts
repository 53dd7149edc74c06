/** A skill: a folder with instructions for a model, and what belongs to them (SEP-2640, Agent Skills). */
export interface Skill {
  /** The folder below the skills folder, with `/`; its last segment is the name. */
  readonly path: string
  readonly name: string
  readonly description: string
  /** The whole front matter of `SKILL.md`, as JSON. */
  readonly frontMatter: Readonly<Record<string, unknown>>
  /** Every file, by path; `SKILL.md` is one of them. */
  readonly files: readonly SkillFile[]
}

export type SkillFile = {
  /** Below the skill's folder, with `/`. */
  readonly path: string
  readonly mimeType: string
  /** In bytes. */
  readonly size: number
  /** `sha256:` and the bytes' hash in hexadecimal. */
  readonly digest: string
} & ({ readonly text: string } | { readonly base64: string })

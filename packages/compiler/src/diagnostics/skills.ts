/** Codes about the folder of skills. */
import { type Entry, error } from './entry.ts'

export const SKILLS = {
  'no-skills-folder': error(
    'The skills of a server are read from the folder that the config names.',
    (facts: { folder: string }) => ({
      message: `there is no folder \`${facts.folder}\``,
      help: 'name the folder that holds the skills, or leave `skills` out of mcpgen.config.ts',
    }),
  ),
  'bad-skill': error(
    'A skill is a folder with a SKILL.md at its root, small enough for a client to take it whole.',
    (facts: { skill: string; problem: string; help: string }) => ({
      message: `the skill \`${facts.skill}\` ${facts.problem}`,
      help: facts.help,
    }),
  ),
  'bad-front-matter': error(
    'Clients choose a skill by what its front matter says, before they read any more of it.',
    (facts: { problem: string; label: string; help: string }) => ({
      message: facts.problem,
      label: facts.label,
      help: facts.help,
    }),
  ),
} satisfies Record<string, Entry<never>>

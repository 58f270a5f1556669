/**
 * The program of a stack: registers the integrations of its settings (docs/settings.md in the repository).
 *
 * @returns the stack's outputs, by name
 * @throws RunError that lists every wrong setting, with the command that fixes it
 */
export default function program(): Promise<Record<string, unknown>>;

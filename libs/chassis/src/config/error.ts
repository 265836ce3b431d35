/** One setting that is missing, malformed or in contradiction with another. */
export interface ConfigMistake {
  readonly name: string;
  readonly why: string;
}

/** Every mistake of the environment at once, so that an operator mends them in one go. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
  readonly mistakes: readonly ConfigMistake[];

  constructor(mistakes: readonly ConfigMistake[]) {
    const lines = mistakes.map(({ name, why }) => `  ${name}: ${why}`);
    super(`${mistakes.length} mistake(s) in the environment\n${lines.join('\n')}`);
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

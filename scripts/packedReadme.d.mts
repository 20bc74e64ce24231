export function packedReadme(text: string, files: readonly string[]): string;

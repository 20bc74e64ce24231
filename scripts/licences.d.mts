export function packageFolders(inputs: Iterable<string>): string[];
export function notices(root: string, folders: readonly string[]): string;

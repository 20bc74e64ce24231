export interface ServerOptions {
  readonly folder: string;
  readonly log: string;
  readonly trusted?: boolean;
  readonly flags?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  readonly extensions?: readonly string[];
  readonly port?: number;
  readonly token?: string;
}
export interface Server {
  /** Host and port. */
  readonly authority: string;
  readonly origin: string;
  stop(): void;
  readonly closed: Promise<void>;
}
export declare function startServer(
  host: { readonly node: string; readonly main: string },
  options: ServerOptions,
): Promise<Server>;
export declare function temporaryFolder(name?: string): { readonly folder: string; remove(): void };

/** Resolves with the folder of the installed extensions, which any server of that release may have a copy of. */
export function installExtensions(
  host: { node: string; main: string },
  folder: string,
  packages: string[],
): Promise<string>;

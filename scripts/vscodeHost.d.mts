export interface Release {
  readonly vscode: string;
  readonly server: string;
  readonly node: string;
}
export interface Host {
  readonly node: string;
  readonly main: string;
  readonly version: string;
}
export declare const releases: { readonly newest: Release; readonly oldest: Release };
export declare function installHost(release: Release): Promise<Host>;

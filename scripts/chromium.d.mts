export declare const chromiumArguments: string[];
export declare function requireChromium(): Promise<string>;

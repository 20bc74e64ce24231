export declare function packFolder(folder: string, vsix: string): Promise<void>;

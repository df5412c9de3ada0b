/** The folder of the electron package, or undefined when it is not installed. */
export function electronFolder(): string | undefined;
/** The path of Electron's binary, or undefined when it has not been fetched. */
export function installedElectron(): string | undefined;

/** Words of the diagram editor and its properties panel, by the English sentence that they ask for. */
export const diagramWords: Readonly<Record<string, string>> = {};

/** Words of the table editor (dmn-js), by the English sentence that it asks for. */
export const tableWords: Readonly<Record<string, string>> = {};

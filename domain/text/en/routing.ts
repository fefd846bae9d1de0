/** Notes in the routing table (Annex 1), and in the request for a release of it. */
export const row = (n: number, agency: string) => `Annex 1, row ${n}: ${agency}`;
export const rowOfPlace = (n: number) => `Annex 1, row ${n}: the agency's code is the place's`;
export const draft = (fields: string, areas: number) =>
  ['Routing table', fields && `field ${fields}`, areas > 0 && `${areas} areas`].filter(Boolean).join(': ');
export const reason: string = 'Added to the routing table by the directory in force (article 13.8).';

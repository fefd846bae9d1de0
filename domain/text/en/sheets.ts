/** Headers, words in cells and errors of the directory's sheets (CSV, XLSX). */

/** By key of the column in domain/sheets.ts. */
export const headers: Record<string, string> = {
  username: 'User name',
  name: 'Name',
  email: 'Email',
  phone: 'Phone',
  groups: 'Groups',
  state: 'State',
  role: 'Duty',
  from: 'From',
  to: 'To',
  day: 'Day',
  dayKind: 'Off or working',
  dayVi: 'Name of the day (Vietnamese)',
  dayEn: 'Name of the day (English)',
  id: 'Code',
  agencyKind: 'Kind of agency',
  areaKind: 'Kind of area',
  nameVi: 'Vietnamese name',
  nameEn: 'English name',
  nameFrom: 'Named so from',
  validFrom: 'In force from',
  validTo: 'No longer in force from',
  handlingLimit: 'Own handling limit',
  address: 'Address',
  parent: 'Part of area',
  lat: 'Latitude',
  lng: 'Longitude',
  agency: 'Agency responsible',
  agencyFrom: 'Responsible from',
  successors: 'Became the areas',
  row: 'Row of Annex 1',
  aboutVi: 'What belongs to it (Vietnamese)',
  aboutEn: 'What belongs to it (English)',
};

export const choices: Record<string, string> = {
  active: 'Active',
  closed: 'Closed',
  'ioc-intake': 'Intake',
  'ioc-duty': 'Duty',
  off: 'Off',
  working: 'Working',
  department: 'Department',
  district: 'District',
  commune: 'Commune',
  enterprise: 'Enterprise',
  other: 'Other',
};

/** Names of the sheet and of its file. */
export const titles: Record<string, string> = {
  people: 'People',
  roster: 'Roster',
  holidays: 'Holidays',
  agencies: 'Agencies',
  areas: 'Areas',
  fields: 'Fields',
};

/** Note of the new version of the working calendar. */
export const calendarNote: string = 'Imported from a file';

/** What is wrong with a cell. */
export const cellErrors: Record<string, string> = {
  required: 'The cell needs a value',
  format: 'Not in the right form',
  'too-long': 'Too long',
  'too-many': 'Too many',
  day: 'Not a day that exists; write it as 31/12/2026',
  time: 'Not a time that exists; write it as 31/12/2026 07:30',
  number: 'Not a number',
  choice: 'Not one of the words that are used in this column',
  'unknown-code': 'Not in the directory',
  order: 'Must be after the beginning, by 36 hours at most',
  overlap: 'The same person has another duty in that time',
  range: 'This day does not fit the other days of the row',
  twice: 'Already in another row',
  'last-administrator': 'At least one administrator must remain',
};

/** What is wrong with the file as a whole. */
export const fileErrors: Record<string, string> = {
  unreadable: 'This file is no spreadsheet. Save it as XLSX or CSV.',
  'old-format': 'This is a file of an old Excel. Save it as XLSX.',
  encoding: 'The letters of this file cannot be read. Save it as CSV UTF-8 or XLSX.',
  'too-many-rows': 'The file has more than 10,000 rows, or too many letters. Divide it into several files.',
  'no-header': 'The header row of this sheet was not found. Download the present sheet as a pattern.',
  'missing-column': 'The column “{column}” is missing.',
  'column-twice': 'There are two columns “{column}”.',
};

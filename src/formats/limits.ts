const MEGABYTE = 1024 * 1024;

/**
 * What one file may cost before it is refused. The first four are the house's upload limits; rows are those
 * of an Excel sheet, columns and cell length keep a hostile file from growing a small upload into
 * gigabytes.
 */
export const LIMITS = {
  fileBytes: 200 * MEGABYTE,
  zipEntries: 1000,
  zipBytes: 1024 * MEGABYTE,
  zipRatio: 100,
  /** Repetitive sheets of a few megabytes compress beyond 100 without harm: the ratio counts from here on. */
  zipRatioFrom: 16 * MEGABYTE,
  rows: 1_048_576,
  columns: 512,
  cellLength: 32_767,
  /** A header stands within the first lines; what precedes it is the title block of an export. */
  preambleLines: 30,
} as const;

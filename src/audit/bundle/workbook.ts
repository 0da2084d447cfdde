import type exceljs from 'exceljs';
import { createReadStream } from 'node:fs';
import type { Cell, Column } from './columns.js';

/** More rows than anybody reads, and the slowest part of a bundle: beyond this the workbook is left out, and the manifest shows it. */
export const mostWorkbookRows = 100_000;

/** A sheet that grows row by row. */
export interface Sheet<Row> {
  add(row: Row): void;
}

/** The same tables for a spreadsheet program: every id is a text cell, so that fourteen digits stay fourteen digits. */
export class Workbook {
  readonly #path: string;
  readonly #writer: exceljs.stream.xlsx.WorkbookWriter;

  private constructor(path: string, writer: exceljs.stream.xlsx.WorkbookWriter) {
    this.#path = path;
    this.#writer = writer;
  }

  /** The library is loaded only where a workbook is wanted: it takes thirty megabytes. */
  static async at(path: string): Promise<Workbook> {
    const { default: excel } = await import('exceljs');
    const how = { filename: path, useStyles: true, useSharedStrings: false };
    return new Workbook(path, new excel.stream.xlsx.WorkbookWriter(how));
  }

  sheet<Row>(name: string, columns: readonly Column<Row>[]): Sheet<Row> {
    const sheet = this.#writer.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map((column) => ({
      header: column.name,
      width: 18,
      style: { numFmt: '@' },
    }));
    return { add: (row) => sheet.addRow(columns.map(({ of }) => cell(of(row)))).commit() };
  }

  /** What each column says, as a sheet of its own. */
  definitions(tables: Readonly<Record<string, readonly { name: string; means: string }[]>>): void {
    const sheet = this.sheet<[string, string, string]>('definitions', [
      { name: 'sheet', means: '', of: ([table]) => table },
      { name: 'column', means: '', of: ([, column]) => column },
      { name: 'means', means: '', of: ([, , means]) => means },
    ]);
    for (const [table, columns] of Object.entries(tables))
      for (const { name, means } of columns) sheet.add([table, name, means]);
  }

  async *content(): AsyncGenerator<Buffer> {
    await this.#writer.commit();
    for await (const chunk of createReadStream(this.#path)) yield chunk as Buffer;
  }
}

/** Text is never taken for a formula: a cell of a workbook says by itself that it is text. */
function cell(value: Cell): string | number | null {
  return value ?? null;
}

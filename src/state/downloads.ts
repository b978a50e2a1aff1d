import { downloadZip } from 'client-zip';
import { annotatePicture } from '../client/annotate-picture';
import { saveFile } from '../client/save-file';
import { baseName, uniqueNames } from '../export/export-name';
import { className, type PictureReport } from '../export/picture-report';
import { writeCsv } from '../export/write-csv';
import { writeGeojson } from '../export/write-geojson';
import { writeJson } from '../export/write-json';
import { writeStormCsv } from '../export/write-storm-csv';

/** A picture and what was found in it. */
export interface Finding {
  readonly file: File;
  readonly report: PictureReport;
}

export type ClassColor = (classId: number) => string;

/** The files that can be made of a picture. */
export const downloads = {
  /** @throws where the picture can no longer be read, or is too large to be drawn */
  async png(finding: Finding, color: ClassColor): Promise<void> {
    saveFile(await annotated(finding, color), `${baseName(finding.report.picture.name)}-detections.png`);
  },
  json({ report }: Finding): void {
    const blob = new Blob([writeJson(report)], { type: 'application/json' });
    saveFile(blob, `${baseName(report.picture.name)}-detections.json`);
  },
  csv({ report }: Finding): void {
    saveFile(csvBlob([report]), `${baseName(report.picture.name)}-detections.csv`);
  },
  /** Of a map only, as the next one. */
  geojson({ report }: Finding): void {
    saveFile(geojsonBlob([report]), `${baseName(report.picture.name)}-storms.geojson`);
  },
  stormCsv({ report }: Finding): void {
    saveFile(stormCsvBlob([report]), `${baseName(report.picture.name)}-storms.csv`);
  },
  /**
   * All of it for all pictures, as a ZIP with one table over everything, and for maps one of storms.
   * @returns names of the pictures that could not be drawn; the rest is there without them
   */
  async all(findings: readonly Finding[], color: ClassColor): Promise<readonly string[]> {
    const undrawn: string[] = [];
    const archive = downloadZip(entries(findings, color, (name) => undrawn.push(name)));
    saveFile(await archive.blob(), 'detections.zip');
    return undrawn;
  },
};

async function* entries(findings: readonly Finding[], color: ClassColor, onUndrawn: (name: string) => void) {
  const names = uniqueNames(findings.map(({ report }) => baseName(report.picture.name)));
  const reports = findings.map(({ report }) => report);
  yield { name: 'detections.csv', input: csvBlob(reports) };
  if (reports.some(({ map }) => map)) {
    yield { name: 'storms.csv', input: stormCsvBlob(reports) };
    yield { name: 'storms.geojson', input: geojsonBlob(reports) };
  }
  for (const [i, finding] of findings.entries()) {
    const name = names[i] ?? String(i);
    yield { name: `${name}.json`, input: writeJson(finding.report) };
    const input = await annotated(finding, color).catch(() => undefined);
    if (input) yield { name: `${name}.png`, input };
    else onUndrawn(finding.report.picture.name);
  }
}

function annotated({ file, report }: Finding, color: ClassColor): Promise<Blob> {
  return annotatePicture(
    file,
    report.detections.map((detection) => ({
      ...detection,
      label: `${className(report.names, detection.classId)} ${Math.round(detection.confidence * 100)} %`,
      color: color(detection.classId),
    })),
  );
}

function csvBlob(reports: readonly PictureReport[]): Blob {
  return new Blob([writeCsv(reports)], { type: 'text/csv' });
}

function geojsonBlob(reports: readonly PictureReport[]): Blob {
  return new Blob([writeGeojson(reports)], { type: 'application/geo+json' });
}

function stormCsvBlob(reports: readonly PictureReport[]): Blob {
  return new Blob([writeStormCsv(reports)], { type: 'text/csv' });
}

import { saveFile } from '../client/save-file';
import { writeDustyAreaCsv } from '../export/write-dusty-area-csv';
import { writeTracksCsv } from '../export/write-tracks-csv';
import { LATITUDE_BANDS } from '../maps/dusty-area';
import type { LinkedStorms } from './sequence';

/** The files that can be made of a whole sequence of maps. */
export const sequenceDownloads = {
  tracks(linked: LinkedStorms): void {
    saveCsv(writeTracksCsv(linked), 'tracks.csv');
  },
  dustyArea({ dustyArea }: LinkedStorms): void {
    saveCsv(writeDustyAreaCsv(dustyArea, LATITUDE_BANDS), 'dusty-area.csv');
  },
};

function saveCsv(text: string, name: string): void {
  saveFile(new Blob([text], { type: 'text/csv' }), name);
}

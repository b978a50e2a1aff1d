/** Of the workers' library, which cannot stand beside that of pages; tests import files of both. */
declare class FileReaderSync {
  readAsArrayBuffer(blob: Blob): ArrayBuffer;
}

import fc from 'fast-check';
import { evidenceKind } from '../../../domain/receipt/evidence-kind';
import { JPEG, pdfWith, PNG } from '../../support/evidence-bytes';

const text = (content: string): Buffer => Buffer.from(content, 'latin1');

test('whole files are what they are', () => {
  expect([pdfWith('1'), PNG, JPEG].map(evidenceKind)).toEqual(['application/pdf', 'image/png', 'image/jpeg']);
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a script', text('#!/bin/sh\nrm -rf /\n')],
  ['a script that mentions a PDF', text('<script>/*%PDF-1.7*/ steal() /*%%EOF*/</script>')],
  ['a page that begins with a line break', text('\n%PDF-1.7\n%%EOF')],
  ['a PDF without a version', text('%PDF-evil\n%%EOF')],
  ['a PDF cut off', pdfWith('1').subarray(0, 20)],
  ['a PDF that goes on behind its end', Buffer.concat([pdfWith('1'), Buffer.alloc(2_000, 0x41)])],
  ['a picture cut off', PNG.subarray(0, PNG.length - 4)],
  ['a picture with a script behind it', Buffer.concat([PNG, text('<script>')])],
  ['a signature alone', PNG.subarray(0, 8)],
  ['a picture without its header first', Buffer.concat([PNG.subarray(0, 8), PNG.subarray(33)])],
  ['a photo cut off', JPEG.subarray(0, JPEG.length - 2)],
  ['a photo without a scan', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x02, 0xff, 0xd9])],
  ['a photo whose segment has no length', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x00, 0xff, 0xda, 0xff, 0xd9])],
  ['a zip', text('PK\u0003\u0004')],
  ['a GIF', text('GIF89a')],
])('%s is no evidence', (_name, bytes) => {
  expect(evidenceKind(bytes)).toBeNull();
});

test('no bytes make it throw or loop', () => {
  const starts = [Buffer.alloc(0), PNG.subarray(0, 8), JPEG.subarray(0, 4), text('%PDF-1.')];
  const files = fc.tuple(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }));
  fc.assert(
    fc.property(files, ([start, rest]) => {
      const kind = evidenceKind(Buffer.concat([start, rest]));
      expect([null, 'application/pdf', 'image/png', 'image/jpeg']).toContain(kind);
    })
  );
});

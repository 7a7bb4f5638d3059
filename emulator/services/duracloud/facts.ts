// What is known of DuraCloud's operations, and how.
import type { Facts, VendorFacts } from '../../facts.ts'

export const duracloudFacts: VendorFacts = {
  source: 'the facts that were gathered of DuraCloud',
  marks: {
    S: 'read in the source of the server or of its clients',
    R: 'official code was run, and what it sends and takes was seen',
    I: 'concluded from the source and from how its frameworks behave',
    W: 'the wiki alone',
  },
  notServed: [
    {
      what: 'Stores of the types `SWIFT_S3`, `IRODS`, `SDSC`, `RACKSPACE`, `DPN`: the double has S3, Glacier, Chronopolis',
      marks: 'S',
    },
    {
      what: '`PUT /bridge/snapshot/{id}`, `PUT /bridge/restore`, `PUT /bridge/restore/request`: DuraStore’s own way to the bridge, which is within the double',
      marks: 'S',
    },
    {
      what: 'DurAdmin, the management console, the mill: what people and machines see of an account besides DuraStore',
      marks: 'S',
    },
  ],
}

export const durastoreFacts: Facts = {
  'stores.list': ['SR', '§3.2'],
  'spaces.list': ['SR', '§3.3'],
  'spaces.get': ['SRI', '§3.3'],
  'spaces.head': ['SR', '§3.3'],
  'spaces.create': ['SR', '§3.3'],
  'spaces.delete': ['SR', '§3.3'],
  'acls.get': ['SR', '§3.3'],
  'acls.update': ['SR', '§3.3'],
  'content.get': ['SR', '§3.4'],
  'content.head': ['SR', '§3.4'],
  'content.put': ['SRI', '§3.4, §3.6'],
  'content.update': ['SR', '§3.4'],
  'content.delete': ['SR', '§3.4'],
  'manifest.get': ['SR', '§3.7'],
  'manifest.generate': ['S', '§3.7'],
  'audit.get': ['SR', '§3.8'],
  'bit-integrity.get': ['SR', '§3.9'],
  'reports.space': ['SR', '§3.10'],
  'reports.store': ['SR', '§3.10'],
  'reports.store-by-day': ['SR', '§3.10'],
  'aux.cookies': ['SI', '§2.5'],
}

export const taskFacts: Facts = {
  'tasks.list': ['SR', '§2.1'],
  'tasks.noop': ['S', '§2.5'],
  'tasks.set-storage-policy': ['S', '§2.5'],
  'tasks.enable-streaming': ['SR', '§2.5'],
  'tasks.get-url': ['SR', '§2.5'],
  'tasks.get-signed-url': ['SR', '§2.5, §2.8'],
  'tasks.disable-streaming': ['SR', '§2.5'],
  'tasks.delete-streaming': ['SR', '§2.5'],
  'tasks.enable-hls': ['SR', '§2.5'],
  'tasks.get-url-hls': ['SR', '§2.5'],
  'tasks.get-signed-cookies-url': ['SR', '§2.5, §2.8'],
  'tasks.disable-hls': ['SR', '§2.5'],
  'tasks.delete-hls': ['SR', '§2.5'],
  'tasks.restore-content': ['S', '§2.6'],
  'tasks.create-snapshot': ['SR', '§2.7'],
  'tasks.get-snapshot': ['SR', '§2.7'],
  'tasks.cleanup-snapshot': ['SR', '§2.7'],
  'tasks.complete-snapshot': ['SR', '§2.7'],
  'tasks.get-snapshots': ['SR', '§2.7'],
  'tasks.get-snapshots-totals': ['SR', '§2.7'],
  'tasks.get-snapshot-contents': ['SR', '§2.7'],
  'tasks.get-snapshot-history': ['SR', '§2.7'],
  'tasks.restart-snapshot': ['S', '§2.7'],
  'tasks.restore-snapshot': ['SR', '§2.7'],
  'tasks.request-restore-snapshot': ['SR', '§2.7'],
  'tasks.complete-restore': ['SR', '§2.7'],
  'tasks.get-restore': ['SR', '§2.7'],
  'tasks.complete-cancel-snapshot': ['S', '§2.7'],
}

export const bridgeFacts: Facts = {
  'bridge.snapshots': ['S', '§2.7'],
  'bridge.snapshots-total': ['S', '§2.7'],
  'bridge.snapshot': ['S', '§2.7'],
  'bridge.snapshot-content': ['S', '§2.7'],
  'bridge.snapshot-history': ['S', '§2.7'],
  'bridge.snapshot-complete': ['S', '§2.7'],
  'bridge.snapshot-error': ['S', '§2.7'],
  'bridge.snapshot-cancel': ['S', '§2.7'],
  'bridge.snapshot-restart': ['S', '§2.7'],
  'bridge.restore-by-snapshot': ['S', '§2.7'],
  'bridge.restore': ['S', '§2.7'],
  'bridge.restore-complete': ['S', '§2.7'],
  'bridge.restore-cancel': ['S', '§2.7'],
  'bridge.restore-restart': ['S', '§2.7'],
}

export const distributionFacts: Facts = {
  'distribution.get': ['SI', '§2.5, §2.8'],
  'distribution.head': ['SI', '§2.5, §2.8'],
  'distribution.preflight': ['SI', '§2.5'],
  'distribution.cookies': ['SI', '§2.5'],
}

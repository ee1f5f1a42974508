/** The form of an OCID of one type, as `ocid1.drg.oc1.iad.aaaa…`; the last part but one is the Region, or empty. */
export const ocidPattern = (type: string): RegExp =>
  new RegExp(`^ocid1\\.${type}\\.oc\\d{1,3}\\.[a-z0-9-]{0,30}\\.[a-z0-9]{1,100}$`);

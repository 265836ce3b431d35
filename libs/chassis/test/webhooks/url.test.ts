import { refusalOf } from '../../src/webhooks/url';

const refused = (urls: string[], allowPrivate = false) =>
  urls.filter((url) => refusalOf(url, allowPrivate) !== undefined);

it('takes https addresses of the public internet', () => {
  const urls = [
    'https://example.com/hook',
    'https://example.com:8443/a?b=c',
    'https://8.8.8.8/',
    'https://[2606:4700::1111]/',
  ];
  expect(refused(urls)).toEqual([]);
});

it('refuses private hosts however they are written', () => {
  const urls = [
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://127.1/',
    'https://①②⑦.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://db.internal/',
    'https://printer.local/',
  ];
  expect(refused(urls)).toEqual(urls);
});

it('refuses other schemes, names and passwords, and what is no URL', () => {
  const urls = [
    'http://example.com/',
    'ftp://example.com/',
    'file:///etc/passwd',
    'https://a:b@example.com/',
    'example.com',
    '',
  ];
  expect(refused(urls)).toEqual(urls);
});

it('takes http and private hosts where they are allowed, but never other schemes or passwords', () => {
  const urls = ['http://127.0.0.1:9000/', 'https://localhost/', 'file:///etc/passwd', 'http://a:b@localhost/'];
  expect(refused(urls, true)).toEqual(['file:///etc/passwd', 'http://a:b@localhost/']);
});

// Answers with the length of each file that it is given, once it was read.
addEventListener('message', async ({ data }) => postMessage((await data.arrayBuffer()).byteLength));

/** The build gives the address of the file it puts beside the scripts. */
declare module "*.wasm?url" {
  const address: string;
  export default address;
}

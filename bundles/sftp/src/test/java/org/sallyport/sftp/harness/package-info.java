/** A client of our own, a channel that is none and a store whose calls can hang: what tests of the engine are made of. */
package org.sallyport.sftp.harness;

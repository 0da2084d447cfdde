import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

/**
 * A MongoDB-wire server for the job suite, in memory: what it held is gone when it stops. It says that it is a 5.0,
 * because the Node driver refuses the wire version that the library says by itself.
 */
public class Server {
  public static void main(String[] arguments) {
    int port = Integer.parseInt(arguments[0]);
    var server = new MongoServer(new MemoryBackend().version(new MongoVersion() {
      @Override public List<Integer> getVersionArray() { return List.of(5, 0, 0); }
      @Override public int getWireVersion() { return 13; }
    }));
    server.bind("127.0.0.1", port);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    System.out.println("listening on mongodb://127.0.0.1:" + port);
  }
}
